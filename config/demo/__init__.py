"""What only a demo has: one-click sign-ins, and the mail that it sent."""
