"""The life of a 調査票: the questionnaire as data, issued, taken back, asked back."""
