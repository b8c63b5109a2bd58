/**
 * What stands below the title of each rule's page, by id, as HTML: headings from h4 on, and no element, attribute or
 * link that could act. Apart from the other forms, since only the playground shows it.
 */
export async function readHtmlPages(): Promise<ReadonlyMap<string, string>> {
  const { HTML_PAGES } = await import('./html-pages.generated.js');
  return new Map(Object.entries(HTML_PAGES));
}
