/* One request at a time, in order. What can't be sent waits and is tried again. */
const PATIENCE = 20000;
const PAUSES = [3000, 6000, 12000, 30000];
/* Only so much may a request hold that is to outlive its page; browsers refuse 64 KiB and more. */
const OUTLIVES = 60000;

export class Sender {
  #queue = new Map();
  #busy = false;
  #failures = 0;
  #timer = 0;

  /* handle(job, status, html, headers) is called for every answer; lost() when there was none. */
  constructor({ handle, lost }) {
    this.handle = handle;
    this.lost = lost;
    window.addEventListener("online", () => this.#soon(0));
  }

  get waiting() { return this.#busy || this.#queue.size > 0; }

  /* job: key, url, values() read when its turn comes. A later job with the same key takes the place of the earlier one. */
  add(job) {
    this.#queue.set(job.key, job);
    if (!this.#failures) this.#soon(0);
  }

  drop(key) { this.#queue.delete(key); }

  #soon(pause) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#pump(), pause);
  }

  async #pump() {
    if (this.#busy || !this.#queue.size) return;
    const [key, job] = this.#queue.entries().next().value;
    this.#busy = true;
    const sent = job.values();
    const answer = await this.#post(job.url, sent);
    this.#busy = false;
    if (answer === null) {
      const pause = PAUSES[Math.min(this.#failures, PAUSES.length - 1)];
      this.#failures += 1;
      this.lost();
      this.#soon(pause);
      return;
    }
    this.#failures = 0;
    if (this.#queue.get(key) === job) this.#queue.delete(key);
    const goOn = await this.handle({ ...job, sent }, answer.status, answer.html, answer.headers);
    if (goOn !== false) this.#soon(0);
  }

  /* null: there was no answer, or none of ours, as while a new version is being put in place. */
  async #post(url, values) {
    const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
    const body = new URLSearchParams(values).toString();
    try {
      const answer = await fetch(url, {
        method: "POST",
        headers: { "HX-Request": "true", "X-CSRFToken": token, "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8" },
        body,
        keepalive: body.length < OUTLIVES,
        signal: AbortSignal.timeout(PATIENCE),
      });
      const { status, headers } = answer;
      return status < 502 ? { status, headers, html: await answer.text() } : null;
    } catch {
      return null;
    }
  }
}
