/** Replaces the content of a section: the text between `<!-- name: made by generator -->` and `<!-- /name -->`. */
export function replaceSection(text: string, name: string, generator: string, content: string): string {
  const [begin, end] = [`<!-- ${name}: made by ${generator} -->`, `<!-- /${name} -->`]
  const [before = '', rest = ''] = text.split(begin)
  return `${before}${begin}\n\n${content}\n\n${end}${rest.split(end)[1]}`
}
