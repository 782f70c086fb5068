"""Files that come from the browser: uploads, jobs, reports and the limits on them."""
