/** Why this Node.js cannot run the package; null where it can. Imports nothing, so that older versions can load it. */
export function whyNotNode(version = process.versions.node): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 18)) return null
  return `tryvox-sandbox: needs Node.js 22.18 or newer, and this is ${version}`
}
