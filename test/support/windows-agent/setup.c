/* setup.exe of the package: starts Windows Installer for the MOMAgent.msi beside it, with its own arguments, and ends as that does. */
#include "stand-in.h"

int wmain(int count, wchar_t **words) {
  static wchar_t line[32768];
  wchar_t own[MAX_PATH], installer[MAX_PATH];
  STARTUPINFOW start = {.cb = sizeof start};
  PROCESS_INFORMATION child;
  DWORD code = ERROR_INSTALL_FAILURE;
  const wchar_t *rest = GetCommandLineW();
  for (int quoted = 0; *rest && (quoted || *rest != L' '); rest++)
    if (*rest == L'"') quoted = !quoted;
  GetModuleFileNameW(NULL, own, MAX_PATH);
  *wcsrchr(own, L'\\') = 0;
  GetSystemDirectoryW(installer, MAX_PATH);
  swprintf(line, sizeof line / sizeof *line, L"\"%ls\\msiexec.exe\" /i \"%ls\\MOMAgent.msi\"%ls", installer, own, rest);
  if (!CreateProcessW(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &start, &child)) return GetLastError();
  WaitForSingleObject(child.hProcess, INFINITE);
  GetExitCodeProcess(child.hProcess, &code);
  return code;
}
