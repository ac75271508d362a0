/* Prints what the registry of the machine and of the user holds, without times: a line for each key and each value, its data in hex. */
#include "stand-in.h"
#include <stdlib.h>

static BYTE data[1 << 20];

static void print(const wchar_t *text) {
  char bytes[LENGTH * 8];
  if (WideCharToMultiByte(CP_UTF8, 0, text, -1, bytes, sizeof bytes, NULL, NULL) > 0) fputs(bytes, stdout);
}

static void values(HKEY key, const wchar_t *path) {
  wchar_t name[LENGTH * 4];
  for (DWORD index = 0;; index++) {
    DWORD length = LENGTH * 4, size = sizeof data, type;
    if (RegEnumValueW(key, index, name, &length, NULL, &type, data, &size) != ERROR_SUCCESS) return;
    print(path);
    fputs("|", stdout);
    print(name);
    printf("=%lu:", type);
    for (DWORD at = 0; at < size; at++) printf("%02x", data[at]);
    fputs("\n", stdout);
  }
}

static void walk(HKEY key, const wchar_t *path) {
  wchar_t name[LENGTH];
  print(path);
  fputs("\n", stdout);
  values(key, path);
  for (DWORD index = 0;; index++) {
    DWORD length = LENGTH;
    HKEY below;
    if (RegEnumKeyExW(key, index, name, &length, NULL, NULL, NULL, NULL) != ERROR_SUCCESS) return;
    wchar_t *whole = malloc((wcslen(path) + length + 2) * sizeof(wchar_t));
    swprintf(whole, wcslen(path) + length + 2, L"%ls\\%ls", path, name);
    if (RegOpenKeyExW(key, name, REG_OPTION_OPEN_LINK, KEY_READ, &below) == ERROR_SUCCESS) {
      walk(below, whole);
      RegCloseKey(below);
    }
    free(whole);
  }
}

int wmain(int count, wchar_t **words) {
  static char buffer[1 << 16];
  setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
  walk(HKEY_LOCAL_MACHINE, L"HKLM");
  walk(HKEY_CURRENT_USER, L"HKCU");
  return 0;
}
