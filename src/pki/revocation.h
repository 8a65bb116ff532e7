// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace mcu::pki {

/// The serial numbers an authority has taken back (certificate revocation lists, RFC 5280 section
/// 5), from PEM files that are read again when they change. Serials count whatever authority they
/// are of: ours are random 128 bits. Copies share the lists. Any thread; asking costs one stat() a
/// file, and a read when it has changed.
class RevocationList {
public:
    /// Revokes nothing.
    RevocationList();

    /// Follows the files; one that is missing is an empty list. Each list must be signed by a
    /// certificate of `caPem`. A file that is there and no such list is an error here; later, when
    /// a file turns bad or away, what was revoked stays revoked and `problems` says so.
    [[nodiscard]] static Result<RevocationList> load(std::vector<std::filesystem::path> files,
                                                     std::string_view caPem);

    /// A list that is no file.
    [[nodiscard]] static Result<RevocationList> fromPem(std::string_view crlPem,
                                                        std::string_view caPem);

    /// Whether the certificate of that serial is revoked; looks for changed files first.
    [[nodiscard]] bool revokes(std::string_view serialHex) const;

    /// What somebody should look after, as sentences: a list past its nextUpdate (it still
    /// revokes), a file that could not be read again.
    [[nodiscard]] std::vector<Error> problems(WallTime now) const;

    /// When the earliest of its lists should be replaced; nothing when none says.
    [[nodiscard]] std::optional<WallTime> nextUpdate() const;

    /// How many serials are revoked.
    [[nodiscard]] std::size_t size() const;

private:
    struct Shared;
    explicit RevocationList(std::shared_ptr<Shared> shared);
    std::shared_ptr<Shared> shared_;
};

}  // namespace mcu::pki
