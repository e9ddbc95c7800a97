"""From last year's position paper to one joint letter: amend, vote, merge word by word, export."""
