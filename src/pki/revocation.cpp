// SPDX-License-Identifier: GPL-3.0-or-later
#include "pki/revocation.h"

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <set>
#include <sys/stat.h>

#include "pki/certificate.h"
#include "pki/impl/crl.h"
#include "pki/impl/files.h"
#include "pki/impl/pem.h"

namespace mcu::pki {

namespace {

/// What of a file tells that it has changed; all zero when it is missing.
struct Stamp {
    std::int64_t seconds = 0;
    std::int64_t nanoseconds = 0;
    std::uint64_t node = 0;
    std::int64_t size = 0;

    bool operator==(const Stamp&) const = default;

    static Stamp of(const std::filesystem::path& file) {
        struct stat facts{};
        if (::stat(file.c_str(), &facts) != 0) {
            return {};
        }
        return {facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec, facts.st_ino, facts.st_size};
    }
};

struct File {
    std::filesystem::path path;
    Stamp stamp;
    Revoked content;
    std::optional<Error> trouble;  ///< why it could not be read again
};

}  // namespace

struct RevocationList::Shared {
    std::mutex mutex;
    std::vector<Handle<X509>> authorities;
    std::vector<File> files;
    std::set<std::string, std::less<>> serials;

    /// On failure what the file said before stays.
    static Status read(File& file, const std::vector<Handle<X509>>& authorities) {
        // Before reading: a change while we read shows at the next look.
        file.stamp = Stamp::of(file.path);
        auto text = readFile(file.path, kMaxCrlPem);
        if (!text) {
            file.trouble = text.error();
            return text.error();
        }
        auto content = readRevoked(*text, authorities);
        if (!content) {
            file.trouble = content.error().in(file.path.string());
            return *file.trouble;
        }
        file.content = std::move(*content);
        file.trouble.reset();
        return {};
    }

    void collect() {
        serials.clear();
        for (const auto& file : files) {
            serials.insert(file.content.serials.begin(), file.content.serials.end());
        }
    }

    void refresh() {
        bool changed = false;
        for (auto& file : files) {
            if (!file.path.empty() && Stamp::of(file.path) != file.stamp) {
                changed = read(file, authorities).has_value() || changed;
            }
        }
        if (changed) {
            collect();
        }
    }
};

RevocationList::RevocationList() : shared_(std::make_shared<Shared>()) {}

RevocationList::RevocationList(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}

Result<RevocationList> RevocationList::load(std::vector<std::filesystem::path> files,
                                            std::string_view caPem) {
    auto authorities = certificatesFrom(caPem);
    if (!authorities) {
        return authorities.error();
    }
    auto shared = std::make_shared<Shared>();
    shared->authorities = std::move(*authorities);
    for (auto& path : files) {
        File file{std::move(path), {}, {}, {}};
        const auto read = Shared::read(file, shared->authorities);
        if (!read && read.error().code != ErrorCode::notFound) {
            return read.error();
        }
        file.trouble.reset();
        shared->files.push_back(std::move(file));
    }
    shared->collect();
    return RevocationList(std::move(shared));
}

Result<RevocationList> RevocationList::fromPem(std::string_view crlPem, std::string_view caPem) {
    auto authorities = certificatesFrom(caPem);
    if (!authorities) {
        return authorities.error();
    }
    auto content = readRevoked(crlPem, *authorities);
    if (!content) {
        return content.error();
    }
    auto shared = std::make_shared<Shared>();
    shared->files.push_back({{}, {}, std::move(*content), {}});
    shared->collect();
    return RevocationList(std::move(shared));
}

bool RevocationList::revokes(std::string_view serialHex) const {
    const std::lock_guard lock(shared_->mutex);
    shared_->refresh();
    // As it stands, too: the serial of a careless authority may be negative.
    return shared_->serials.contains(serialHex) ||
           shared_->serials.contains(normalSerial(serialHex));
}

std::vector<Error> RevocationList::problems(WallTime now) const {
    const std::lock_guard lock(shared_->mutex);
    shared_->refresh();
    std::vector<Error> found;
    for (const auto& file : shared_->files) {
        if (file.trouble) {
            found.push_back(*file.trouble);
        }
        if (file.content.nextUpdate && *file.content.nextUpdate < now) {
            found.emplace_back(
                ErrorCode::unavailable,
                "the list of revoked certificates is out of date since " +
                    timeText(*file.content.nextUpdate),
                "fetch crl.pem from the authority again; it makes a new one with mcuctl cert crl",
                "cert.crl-old");
        }
    }
    return found;
}

std::optional<WallTime> RevocationList::nextUpdate() const {
    const std::lock_guard lock(shared_->mutex);
    shared_->refresh();
    std::optional<WallTime> earliest;
    for (const auto& file : shared_->files) {
        if (const auto& next = file.content.nextUpdate) {
            earliest = std::min(earliest.value_or(*next), *next);
        }
    }
    return earliest;
}

std::size_t RevocationList::size() const {
    const std::lock_guard lock(shared_->mutex);
    shared_->refresh();
    return shared_->serials.size();
}

}  // namespace mcu::pki
