const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  console.error(
    `folkmoot needs Node 22.12 or newer, this is ${process.versions.node}. "npm install" puts Node 24 into node_modules; run scripts through npm.`,
  );
  process.exit(1);
}
