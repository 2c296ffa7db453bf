"""StudyAI: study deep learning in the terminal, every answer checked by PyTorch."""
