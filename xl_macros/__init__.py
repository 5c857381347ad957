"""The Excel side of Objectivity: it carries tables between sheets and the core and does no arithmetic."""
