import htm from 'htm'
import { h } from 'preact'

/** Creates Preact elements from HTML in a template literal. */
export const html = htm.bind(h)
