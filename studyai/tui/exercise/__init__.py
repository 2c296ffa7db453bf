"""What Practise, Calculate and questions share: an exercise drawn, answered and checked."""
