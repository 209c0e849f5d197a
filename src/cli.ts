#!/usr/bin/env node
import { whyNotNode } from './node-version.ts'

// Nothing else is imported before the check: an older Node.js would fail on the import, and not say why.
const wrong = whyNotNode()
if (wrong === null) {
  import('./command/main.ts').then(({ main }) => main(process.argv.slice(2), process.env))
} else {
  console.error(wrong)
  process.exitCode = 1
}
