/* Holds Windows Installer as another installation would, until a file is there, and says when it has it. */
#include "stand-in.h"

int wmain(int count, wchar_t **words) {
  HANDLE mutex = CreateMutexW(NULL, FALSE, L"Global\\_MSIExecute");
  if (count < 2 || WaitForSingleObject(mutex, 0) != WAIT_OBJECT_0) return 1;
  puts("held");
  fflush(stdout);
  while (GetFileAttributesW(words[1]) == INVALID_FILE_ATTRIBUTES) Sleep(100);
  ReleaseMutex(mutex);
  return 0;
}
