/** Where the state is kept unless one says otherwise, below the working folder. */
export const defaultFile = '.tryvox-sandbox/sandbox.db'
