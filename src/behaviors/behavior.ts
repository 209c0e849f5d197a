/** On what ground the server does a thing: the vendor says or shows it, it follows from what they say, or we chose. */
export type Basis = 'documented' | 'inferred' | 'assumed'

/** One thing that the server does. */
export interface Behavior {
  /** A public word: tests, reports and options name the row by it. */
  readonly id: string
  /** One sentence. */
  readonly does: string
  readonly basis: Basis
  /** Where the vendor says it, or what the choice rests on. `page` is docs:/numbers/configure. */
  readonly source: string
}
