/** Three waves of a feed on vermilion. Within the page: no further request, and nothing to answer for. */
const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#b3391f"/>' +
  '<g fill="none" stroke="#fff" stroke-width="3.2" stroke-linecap="round"><path d="M8.5 8A15.5 15.5 0 0 1 24 23.5"/>' +
  '<path d="M8.5 15a8.5 8.5 0 0 1 8.5 8.5"/></g><circle cx="10" cy="22" r="2.4" fill="#fff"/></svg>';

export const iconAddress = `data:image/svg+xml,${encodeURIComponent(icon)}`;
