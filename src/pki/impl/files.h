// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <sys/types.h>

#include "base/result.h"

namespace mcu::pki {

/// A whole file. Missing: notFound; no right: notAllowed; over `limit`: refused. What was read is
/// wiped from memory by `wipe`.
[[nodiscard]] Result<std::string> readFile(const std::filesystem::path& file, std::size_t limit);

/// Overwrites what a secret text held.
void wipe(std::string& text);

enum class Write {
    anew,     ///< the file must not be there
    replace,  ///< whatever is there gives way
};

/// Writes a file so that it is there whole or not at all, whatever stops us: a draft in the same
/// folder, fsync, then one rename or link, then fsync of the folder. Written by root, it belongs to
/// the folder's owner, so that the server's user can read its own key.
[[nodiscard]] Status writeFile(const std::filesystem::path& file,
                               std::string_view text,
                               mode_t mode,
                               Write how);

/// Makes a folder for its owner alone, and those above it; one that is there stays as it is.
[[nodiscard]] Status makeFolder(const std::filesystem::path& folder);

/// Keeps other programs out of a folder while it lives: an exclusive flock on `.lock` in it.
class FolderLock {
public:
    [[nodiscard]] static Result<FolderLock> take(const std::filesystem::path& folder);
    ~FolderLock();
    FolderLock(FolderLock&& other) noexcept;
    FolderLock& operator=(FolderLock&& other) noexcept;

private:
    explicit FolderLock(int descriptor) : descriptor_(descriptor) {}

    int descriptor_ = -1;
};

}  // namespace mcu::pki
