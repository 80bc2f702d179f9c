"""From trees to the kernel's forms: what symbols mean, entry by entry and region by region."""
