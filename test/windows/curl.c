/*
 * Stands for the curl.exe of Windows in test/e2e/wine-probe.test.ts: Wine has none. It keeps what it was told, by whichever way, in
 * C:\told-<host>.txt, and answers what curl would print for that configuration.
 */
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv) {
  char told[8192], host[256] = "none", path[512];
  size_t length = fread(told, 1, sizeof told - 1, stdin);
  told[length] = 0;
  char *url = strstr(told, "https://");
  if (url != NULL) sscanf(url, "https://%255[^/\"]", host);
  snprintf(path, sizeof path, "C:\\told-%s.txt", host);
  FILE *out = fopen(path, "wb");
  for (int i = 1; i < argc; i++) fprintf(out, "%s\n", argv[i]);
  fprintf(out, "--\n%s", told);
  fclose(out);

  int code = 0, http = 404, connect = strstr(told, "\nproxy = ") != NULL ? 200 : 0;
  const char *stood = "0.012000";
  if (strstr(host, "unknown-name") != NULL) code = 6, http = 0, stood = "0.000000";
  if (strstr(host, "blackhole") != NULL) code = 28, http = 0, stood = "0.000000";
  if (strstr(host, "old-tls") != NULL) code = 35, http = 0;
  if (strstr(host, "untrusted") != NULL) code = 60, http = 0;
  if (strstr(host, "refused") != NULL) code = 56, http = 0, connect = 407;
  if (connect != 0) printf("HTTP/1.1 %d Proxy\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\n", connect);
  if (http != 0) printf("HTTP/1.1 %d Not Found\r\nDate: Sun, 22 Nov 2026 10:00:00 GMT\r\nSet-Cookie: a=\"b\"; c=d!e\r\n"
                        "azmon-exit: 0\" & echo user.id=0 & \"\r\nazmon-look:200 & echo user.id=0 000 1 1\r\nIssuer: O = Forged\r\n\r\n", http);
  if (strstr(host, "forger") != NULL) printf("Date: Sun, 22 Nov 2026 10;issuer=O = Forged;http=200:00:00 GMT\" & echo user.id=0 & \"%%PATH%%\r\n");
  /* As the real one: the format is that of write-out, with the mark of this run in front. */
  char mark[64] = "none";
  char *format = strstr(told, "\nwrite-out = \"\\nazmon-");
  if (format != NULL) sscanf(strstr(format, "azmon-"), "%63[^:]", mark);
  printf("\n%s:%03d %03d %s 0.123456\n", mark, http, connect, stood);
  if (http != 0)
    printf("Subject:CN = %s\nIssuer:C = US, O = \"Microsoft Corporation\", CN = A & B; 100%% Issuing! CA\nVersion:2\n"
           "Issuer:C = US, O = DigiCert Inc, CN = DigiCert Global Root G2\n", host);
  return code;
}
