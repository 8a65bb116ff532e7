// SPDX-License-Identifier: GPL-3.0-or-later
#include "pki/impl/files.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include <openssl/crypto.h>

namespace mcu::pki {

namespace {

/// A file descriptor, closed when it goes.
class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}

    ~Descriptor() {
        if (number_ >= 0) {
            ::close(number_);
        }
    }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    [[nodiscard]] int get() const { return number_; }

private:
    int number_;
};

Error fileError(int number, const std::string& verb, const std::filesystem::path& file) {
    const std::string name = file.string();
    switch (number) {
        case ENOENT:
            return {ErrorCode::notFound, "there is no file " + name, {}, "file.missing"};
        case EACCES:
        case EPERM:
        case EROFS:
            return {ErrorCode::notAllowed,
                    "no right to " + verb + " " + name,
                    "run it as the user the files belong to",
                    "file.no-right"};
        case EEXIST:
            return {ErrorCode::alreadyExists, name + " is there already", {}, "file.exists"};
        default:
            return {ErrorCode::unavailable,
                    "cannot " + verb + " " + name + ": " +
                        std::error_code(number, std::generic_category()).message(),
                    {},
                    "file.failed"};
    }
}

bool writeAll(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const auto written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno != EINTR) {
            return false;
        }
        text.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
    }
    return true;
}

/// Root's files go to the owner of the folder they are in.
bool giveToFolderOwner(int descriptor, const std::filesystem::path& folder) {
    struct stat owner{};
    return geteuid() != 0 || (::stat(folder.c_str(), &owner) == 0 &&
                              ::fchown(descriptor, owner.st_uid, owner.st_gid) == 0);
}

std::filesystem::path folderOf(const std::filesystem::path& file) {
    return file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
}

}  // namespace

Result<std::string> readFile(const std::filesystem::path& file, std::size_t limit) {
    const Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat facts{};
    if (opened.get() < 0 || ::fstat(opened.get(), &facts) != 0) {
        return fileError(errno, "read", file);
    }
    if (!S_ISREG(facts.st_mode)) {
        return fileError(S_ISDIR(facts.st_mode) ? EISDIR : EINVAL, "read", file);
    }
    // Room at once, so that no copy of a secret is left behind by growing.
    std::string text(limit + 1, '\0');
    std::size_t size = 0;
    while (size < text.size()) {
        const auto got = ::read(opened.get(), text.data() + size, text.size() - size);
        if (got < 0 && errno != EINTR) {
            const int number = errno;
            wipe(text);
            return fileError(number, "read", file);
        }
        if (got == 0) {
            break;
        }
        size += static_cast<std::size_t>(std::max<ssize_t>(got, 0));
    }
    if (size > limit) {
        wipe(text);
        return Error(ErrorCode::refused, file.string() + " is too large", {}, "file.too-large");
    }
    text.resize(size);
    return text;
}

void wipe(std::string& text) {
    OPENSSL_cleanse(text.data(), text.size());
    text.clear();
}

Status writeFile(const std::filesystem::path& file, std::string_view text, mode_t mode, Write how) {
    const auto folder = folderOf(file);
    std::string draft = (folder / ("." + file.filename().string() + ".XXXXXX")).string();
    const Descriptor opened(::mkostemp(draft.data(), O_CLOEXEC));  // mode 0600
    if (opened.get() < 0) {
        return fileError(errno, "write", file);
    }
    const bool whole = writeAll(opened.get(), text) && giveToFolderOwner(opened.get(), folder) &&
                       ::fchmod(opened.get(), mode) == 0 && ::fsync(opened.get()) == 0;
    // link() fails where a name is taken, rename() replaces; both are one step.
    const bool placed = whole && (how == Write::anew ? ::link(draft.c_str(), file.c_str())
                                                     : ::rename(draft.c_str(), file.c_str())) == 0;
    const int number = errno;
    if (!placed || how == Write::anew) {
        ::unlink(draft.c_str());
    }
    if (!placed) {
        return fileError(number, "write", file);
    }
    const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.get() < 0 || ::fsync(directory.get()) != 0) {
        return fileError(errno, "write", file);
    }
    return {};
}

Status makeFolder(const std::filesystem::path& folder) {
    std::filesystem::path made;
    for (const auto& part : folder) {
        const auto above = made.empty() ? std::filesystem::path(".") : made;
        made /= part;
        if (part.empty() || ::mkdir(made.c_str(), S_IRWXU) == 0) {
            const Descriptor opened(::open(made.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
            if (!part.empty() && opened.get() >= 0 && !giveToFolderOwner(opened.get(), above)) {
                return fileError(errno, "create", made);
            }
            continue;
        }
        const int number = errno;
        if (std::error_code failed; !std::filesystem::is_directory(made, failed)) {
            return fileError(number == EEXIST ? ENOTDIR : number, "create", made);
        }
    }
    return {};
}

Result<FolderLock> FolderLock::take(const std::filesystem::path& folder) {
    const int opened =
        ::open((folder / ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    FolderLock lock(opened);
    if (opened < 0 || !giveToFolderOwner(opened, folder)) {
        return fileError(errno, "write", folder / ".lock");
    }
    if (::flock(opened, LOCK_EX | LOCK_NB) != 0) {
        return Error(ErrorCode::refused,
                     "another program is at work in " + folder.string(),
                     "wait until it has ended",
                     "file.locked");
    }
    return lock;
}

FolderLock::~FolderLock() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

FolderLock::FolderLock(FolderLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

FolderLock& FolderLock::operator=(FolderLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

}  // namespace mcu::pki
