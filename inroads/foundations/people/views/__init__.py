"""The pages of people: `records` finds, reads and writes; `agreeing` is consent and holdings; `rights` the rest."""
