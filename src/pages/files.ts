// The pages are not built: they stand in the sources, which the package has beside what it is built into.
const here = (path: string) => () => new URL(`../../src/pages/${path}`, import.meta.url)
const ofPackage = (name: string) => () => new URL(import.meta.resolve(name))
const ofSwaggerUi = (name: string) => () => new URL(`static/${name}`, import.meta.resolve('@fastify/swagger-ui'))

const modules =
  'main html control stream load model header numbers simulate-call webhooks faults destinations journal entry format'.split(
    ' ',
  )

/** By their names under `/_console`. */
export const consoleFiles: Readonly<Record<string, () => URL>> = {
  'index.html': here('console/index.html'),
  'console.css': here('console/console.css'),
  'icon.svg': here('icon.svg'),
  'preact.js': ofPackage('preact'),
  'hooks.js': ofPackage('preact/hooks'),
  'htm.js': ofPackage('htm'),
  ...Object.fromEntries(modules.map(name => [`${name}.js`, here(`console/${name}.js`)])),
}

/** By their names under `/docs`. */
export const docsFiles: Readonly<Record<string, () => URL>> = {
  'index.html': here('docs/index.html'),
  'docs.css': here('docs/docs.css'),
  'docs.js': here('docs/docs.js'),
  'icon.svg': here('icon.svg'),
  'swagger-ui.css': ofSwaggerUi('swagger-ui.css'),
  'swagger-ui-bundle.js': ofSwaggerUi('swagger-ui-bundle.js'),
}
