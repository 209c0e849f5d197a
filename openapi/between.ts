/** A text with other words between the comments of that name, which say what makes them. */
export function between(text: string, name: string, by: string, words: string): string {
  const [begin, end] = [`<!-- ${name}: made by ${by} -->`, `<!-- /${name} -->`]
  const [before = '', rest = ''] = text.split(begin)
  return `${before}${begin}\n\n${words}\n\n${end}${rest.split(end)[1]}`
}
