/** A word, a name or a sentence that changed after the corpus was recorded. */
export interface Word {
  /**
   * What it is:
   * - `header`, `query`, `flag`, `variable`, `path`: a name that clients send; it is also replaced inside free text
   * - `field`: a field of a control body, an event, a log line or a report
   * - `value`: a whole string in such a field (of the name `field`, where that is given)
   * - `text`: free text in messages, hints, help and descriptions; `{0}`, `{1}` stand for what differs from case to case
   */
  readonly where: 'header' | 'query' | 'flag' | 'variable' | 'path' | 'field' | 'value' | 'text'
  readonly from: string
  readonly to: string
  readonly field?: string
  /** Only in lines whose request, command line or document contains this. */
  readonly at?: string
  /** Only in objects that also have this field. */
  readonly with?: string
}

/**
 * The recorded responses are compared with the current ones after these replacements. Status, vendor headers and body
 * of a response under /v1 are never replaced. `npm run corpus words` prints the entries that are missing; a recording
 * made anew (`npm run corpus`) needs none.
 */
export const words: readonly Word[] = []
