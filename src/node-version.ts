/**
 * The error message if this version of Node.js is too old for the package, else null. This file imports nothing, so
 * that an old version can load it.
 */
export function nodeVersionError(version = process.versions.node): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 18)) return null
  return `tryvox-sandbox: needs Node.js 22.18 or newer, but this is ${version}`
}
