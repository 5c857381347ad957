"""How sheets and papers look: colours, heights, pages."""
