import htm from 'htm'
import { h } from 'preact'

/** Markup as it is written in HTML, for Preact. */
export const html = htm.bind(h)
