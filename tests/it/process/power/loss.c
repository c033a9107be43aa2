/*
 * What a disk keeps when the power goes, told by the process itself: loaded into `certs serve` with LD_PRELOAD, it
 * stands in for fsync and fdatasync. Whatever they are told to make durable of the files certs.db*, it copies into the
 * directory LOSS_DURABLE; what was written and never synced is not there, as after a loss of power. Linux alone.
 *
 * A file: the bytes it had when the call began, published when the call has succeeded. A checkpoint syncs the WAL while
 * somebody may write behind what it carries over; of that a part may be in the copy, as a part of it may be on a disk.
 *
 * A directory: names that are gone from it are gone from the copy, and not before. So a journal whose removal was not
 * synced comes back.
 *
 * While the file LOSS_DURABLE/deaf exists, syncs of the WAL do nothing: this is what SQLite leaves out with
 * synchronous=NORMAL, and shows that a test would notice.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH 4096
#define DATABASE "certs.db"

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

static int is_ours(const char *name) {
    return strncmp(name, DATABASE, strlen(DATABASE)) == 0 && strstr(name, "-shm") == NULL;
}

/* A harness that cannot do its work must not look like a success. */
static void give_up(const char *what) {
    perror(what);
    abort();
}

static void join(char *path, const char *directory, const char *prefix, const char *name) {
    int length = snprintf(path, PATH, "%s/%s%s", directory, prefix, name);
    if (length < 0 || length >= PATH) give_up(directory);
}

static void copy(int from, const char *to) {
    char buffer[65536];
    off_t at = 0;
    ssize_t length;
    int out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (out < 0) give_up(to);
    while ((length = pread(from, buffer, sizeof buffer, at)) > 0) {
        if (write(out, buffer, (size_t)length) != length) give_up(to);
        at += length;
    }
    if (length < 0) give_up("pread");
    close(out);
}

/* What is gone from the directory is gone from the copy of it. */
static void forget_the_gone(const char *directory, const char *durable) {
    char path[PATH];
    struct dirent *entry;
    DIR *kept = opendir(durable);
    if (kept == NULL) give_up(durable);
    while ((entry = readdir(kept)) != NULL) {
        if (!is_ours(entry->d_name)) continue;
        join(path, directory, "", entry->d_name);
        if (access(path, F_OK) == 0) continue;
        join(path, durable, "", entry->d_name);
        unlink(path);
    }
    closedir(kept);
}

static int sync_with(const char *function, int fd) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, function);
    const char *durable = getenv("LOSS_DURABLE");
    char link[64], path[PATH], deaf[PATH], fresh[PATH], kept[PATH];
    struct stat about;
    ssize_t length;
    const char *name;
    int outcome;

    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    length = readlink(link, path, sizeof path - 1);
    if (durable == NULL || length < 0 || fstat(fd, &about) != 0) return real(fd);
    path[length] = '\0';

    if (S_ISDIR(about.st_mode)) {
        outcome = real(fd);
        if (outcome == 0) forget_the_gone(path, durable);
        return outcome;
    }
    name = strrchr(path, '/');
    name = name == NULL ? path : name + 1;
    if (!is_ours(name)) return real(fd);
    join(deaf, durable, "", "deaf");
    if (strstr(name, "-wal") != NULL && access(deaf, F_OK) == 0) return 0;
    /* A checkpoint and a commit may sync the WAL at the same time: one after the other, so that the newer copy stays. */
    pthread_mutex_lock(&one_at_a_time);
    join(fresh, durable, "new-", name);
    join(kept, durable, "", name);
    copy(fd, fresh);
    outcome = real(fd);
    if (outcome == 0 && rename(fresh, kept) != 0) give_up(kept);
    pthread_mutex_unlock(&one_at_a_time);
    return outcome;
}

int fsync(int fd) { return sync_with("fsync", fd); }
int fdatasync(int fd) { return sync_with("fdatasync", fd); }
