// What of the extension needs no editor: tested by itself.
"use strict";

/** What the server is told at its start. */
function settings(configuration) {
  const lang = configuration.get("lang");
  return {
    ...(lang && lang !== "auto" ? { lang } : {}),
    hints: configuration.get("hints"),
    lens: configuration.get("lens"),
    foreign: configuration.get("foreign"),
  };
}

/** The program to run. A workspace that is not trusted does not choose it. */
function program(path, isTrusted) {
  const chosen = path || {};
  const ofWorkspace = chosen.workspaceFolderValue || chosen.workspaceValue;
  return (isTrusted && ofWorkspace) || chosen.globalValue || chosen.defaultValue || "archlint";
}

/** The library counts lines and characters from 1, the editor lines from 0 and UTF-16 units. */
function range({ line, column, endLine, endColumn }, textOf) {
  const units = (number, count) => [...textOf(number - 1)].slice(0, count - 1).join("").length;
  return [
    [line - 1, units(line, column)],
    [endLine - 1, units(endLine, endColumn)],
  ];
}

module.exports = { settings, program, range };
