/* What is written but not yet saved, kept in this browser for one person and one meeting.
   Neither a lost connection nor an expired sign-in takes it; signing out does (site.js), and a week's time. */
const PREFIX = "samverka:draft:";
const KEPT = 7 * 24 * 60 * 60 * 1000;

const parsed = (text) => {
  try { return JSON.parse(text); } catch { return null; }
};

export function draftsOf(person, meeting) {
  const mine = `${PREFIX}${person}:${meeting}:`;
  const keys = (start) => Object.keys(localStorage).filter((key) => key.startsWith(start));

  keys(PREFIX).forEach((key) => {
    const draft = parsed(localStorage.getItem(key));
    if (!draft || Date.now() - draft.at > KEPT) localStorage.removeItem(key);
  });

  return {
    keep(key, draft) {
      try {
        localStorage.setItem(mine + key, JSON.stringify({ ...draft, at: Date.now() }));
      } catch { /* No room, or not allowed: the text still stands in its field. */ }
    },
    forget: (key) => localStorage.removeItem(mine + key),
    read: (key) => parsed(localStorage.getItem(mine + key)),
    all: () => keys(mine)
      .map((key) => ({ key: key.slice(mine.length), ...parsed(localStorage.getItem(key)) }))
      .sort((one, other) => one.at - other.at),
  };
}
