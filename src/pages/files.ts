// The pages are not compiled. They are served from src/, which the package contains as well as dist/.
const ownFile = (path: string) => () => new URL(`../../src/pages/${path}`, import.meta.url)
const packageFile = (name: string) => () => new URL(import.meta.resolve(name))
const swaggerUiFile = (name: string) => () => new URL(`static/${name}`, import.meta.resolve('@fastify/swagger-ui'))

const modules =
  'main html control stream load model header numbers simulate-call webhooks faults destinations journal entry format'.split(
    ' ',
  )

/** The files of the console, by their names under `/_console`. */
export const consoleFiles: Readonly<Record<string, () => URL>> = {
  'index.html': ownFile('console/index.html'),
  'console.css': ownFile('console/console.css'),
  'icon.svg': ownFile('icon.svg'),
  'preact.js': packageFile('preact'),
  'hooks.js': packageFile('preact/hooks'),
  'htm.js': packageFile('htm'),
  ...Object.fromEntries(modules.map(name => [`${name}.js`, ownFile(`console/${name}.js`)])),
}

/** The files of the API reference, by their names under `/docs`. */
export const docsFiles: Readonly<Record<string, () => URL>> = {
  'index.html': ownFile('docs/index.html'),
  'docs.css': ownFile('docs/docs.css'),
  'docs.js': ownFile('docs/docs.js'),
  'icon.svg': ownFile('icon.svg'),
  'swagger-ui.css': swaggerUiFile('swagger-ui.css'),
  'swagger-ui-bundle.js': swaggerUiFile('swagger-ui-bundle.js'),
}
