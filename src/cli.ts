#!/usr/bin/env node
import { nodeVersionError } from './node-version.ts'

// Nothing else is imported before the check, because an older Node.js would fail on the import without explaining why.
const versionError = nodeVersionError()
if (versionError === null) {
  import('./command/main.ts').then(({ main }) => main(process.argv.slice(2), process.env))
} else {
  console.error(versionError)
  process.exitCode = 1
}
