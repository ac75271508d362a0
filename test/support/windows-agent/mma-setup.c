/*
 * A self-extracting package as IExpress makes them: `/c` extracts, `/t:FOLDER` says where to, `/q` asks nothing. The files are behind the
 * program: names and lengths, then how many bytes that is and a mark. An option that it does not know is an error, as there.
 */
#include "stand-in.h"

static const char MARK[8] = "STAND-IN";

static int bad(void) { return ERROR_INVALID_PARAMETER; }

static int copy(FILE *from, const wchar_t *folder, const char *name, unsigned long long length) {
  wchar_t path[MAX_PATH * 2];
  static char buffer[65536];
  swprintf(path, MAX_PATH * 2, L"%ls\\%hs", folder, name);
  FILE *to = _wfopen(path, L"wb");
  if (to == NULL) return ERROR_WRITE_FAULT;
  while (length > 0) {
    size_t part = length < sizeof buffer ? (size_t)length : sizeof buffer;
    if (fread(buffer, 1, part, from) != part || fwrite(buffer, 1, part, to) != part) break;
    length -= part;
  }
  return fclose(to) == 0 && length == 0 ? 0 : ERROR_WRITE_FAULT;
}

static int extract(const wchar_t *folder) {
  wchar_t own[MAX_PATH];
  char mark[8], name[64];
  unsigned long long size, length;
  int code = ERROR_CRC;
  GetModuleFileNameW(NULL, own, MAX_PATH);
  FILE *file = _wfopen(own, L"rb");
  if (file == NULL) return ERROR_OPEN_FAILED;
  CreateDirectoryW(folder, NULL);
  _fseeki64(file, -16, SEEK_END);
  if (fread(&size, 8, 1, file) == 1 && fread(mark, 8, 1, file) == 1 && memcmp(mark, MARK, 8) == 0) {
    _fseeki64(file, -16 - (long long)size, SEEK_END);
    for (code = 0; code == 0 && size > 0; size -= 72 + length) {
      if (fread(name, 64, 1, file) != 1 || fread(&length, 8, 1, file) != 1) code = ERROR_CRC;
      else code = copy(file, folder, name, length);
    }
  }
  fclose(file);
  return code;
}

int wmain(int count, wchar_t **words) {
  const wchar_t *folder = NULL;
  int only = 0;
  note_environment();
  for (int at = 1; at < count; at++) {
    const wchar_t *word = words[at] + 1;
    if (words[at][0] != L'/' && words[at][0] != L'-') return bad();
    if (lstrcmpiW(word, L"c") == 0) only = 1;
    else if ((word[0] | 32) == L't' && word[1] == L':' && word[2] != 0) folder = word + 2;
    else if (lstrcmpiW(word, L"q") != 0 && lstrcmpiW(word, L"q:a") != 0 && lstrcmpiW(word, L"r:n") != 0) return bad();
  }
  return only && folder != NULL ? extract(folder) : bad();
}
