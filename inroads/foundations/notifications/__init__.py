"""Letters, texts and e-mails: their wording, the outbox, their delivery."""
