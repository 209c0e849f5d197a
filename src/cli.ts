#!/usr/bin/env node
// Nothing is imported before the check: an older Node.js would fail on the import, and not say why.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major > 22 || (major === 22 && minor >= 18)) {
  import('./command/main.ts').then(({ main }) => main(process.argv.slice(2), process.env))
} else {
  console.error(`tryvox-sandbox: needs Node.js 22.18 or newer, and this is ${process.versions.node}`)
  process.exitCode = 1
}
