import path from "node:path";

/** The project's folder. */
export const projectFolder = path.resolve(__dirname, "../..");

/** The Python that has Jupyter: the one that `npm start` sets up, or the one that AEVB_PYTHON names. */
export const python = process.env.AEVB_PYTHON ?? path.join(projectFolder, ".venv/bin/python");
