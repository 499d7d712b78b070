/** The page's title without the site's name at its end. */
export function pageTitle(siteName: string): string {
  const cut = document.title.lastIndexOf(' - ');
  return cut > 0 && document.title.slice(cut).includes(siteName) ? document.title.slice(0, cut) : document.title;
}
