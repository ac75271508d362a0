#!/usr/bin/env node
// Must be readable by any Node there ever was, as a script or as a module, or the sentence below is never said:
// nothing newer than ES5, and even import() only inside eval.
var version = process.version;

if (Number(version.slice(1).split('.')[0]) < 22) {
  process.stderr.write(
    'azmon: this is Node.js ' +
      version +
      ', azmon needs 22 or newer: install it from https://nodejs.org/en/download and start azmon again\n'
  );
  process.exit(2);
}

var module_ = process.getBuiltinModule && process.getBuiltinModule('node:module');
if (module_ && module_.enableCompileCache) module_.enableCompileCache();
eval("import('../dist/start.js')");
