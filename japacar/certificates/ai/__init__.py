"""Reading by a model: which papers, which fields, what is sent, and how an answer is judged. A person confirms every value."""
