/**
 * The HTML of each rule's page below its title, by ID, without active elements, attributes or
 * links. Separate, since only the playground uses it.
 */
export async function readHtmlPages(): Promise<ReadonlyMap<string, string>> {
  const { HTML_PAGES } = await import('./html-pages.generated.js');
  return new Map(Object.entries(HTML_PAGES));
}
