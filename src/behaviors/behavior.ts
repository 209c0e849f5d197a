/**
 * The evidence for a behavior. `documented`: the vendor states or shows it. `inferred`: it follows from the vendor's pages or
 * from the public client. `assumed`: the documentation does not cover it.
 */
export type Basis = 'documented' | 'inferred' | 'assumed'

/** One statement of what the server does. */
export interface Behavior {
  /** Identifies the behavior in tests, reports and the option `--variant`. */
  readonly id: string
  /** One sentence. */
  readonly does: string
  readonly basis: Basis
  /** The vendor's page that documents it, or the reason for the basis. `page` is docs:/numbers/configure. */
  readonly source: string
}
