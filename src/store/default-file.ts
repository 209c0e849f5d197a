/** The default database file, relative to the working directory. */
export const defaultFile = '.tryvox-sandbox/sandbox.db'
