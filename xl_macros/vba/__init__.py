"""The container of VBA: written and read without Excel."""
