// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "conference/site_directory.h"
#include "session/levels.h"
#include "session/site_entry.h"

namespace mcu::session {

/// What a registry has room for (docs/modules/session.md).
inline constexpr std::size_t kMostSites = 5000;
inline constexpr std::size_t kMostCsvBytes = 4U << 20;

/// The register of all sites of a province. Look-up is that of conference::SiteDirectory: id,
/// alias and exact name act, a folded name acts when one site alone has it, anything else is
/// refused with numbered candidates (requirement C.3). Immutable but for being replaced. One
/// thread.
class Registry {
public:
    Registry() = default;
    /// Refused when two sites share an id or an alias.
    [[nodiscard]] static Result<Registry> of(std::vector<SiteEntry> sites);

    /// A site for the list of those that can be called, with what it is also called: "xã Chiềng
    /// Sơn", where no other site is.
    [[nodiscard]] conference::SiteRecord recordFor(const SiteEntry& site) const;

    /// Site that a word names.
    [[nodiscard]] Result<const SiteEntry*> resolve(const std::string& word) const;
    [[nodiscard]] const SiteEntry* find(const std::string& id) const;

    /// In the order of the list.
    [[nodiscard]] const std::vector<SiteEntry>& sites() const { return sites_; }

    /// Which sites to list: each empty field fits all.
    struct Filter {
        std::string level;
        std::string owner;
        std::string mcu;
        std::string group;
        std::string parent;
    };

    /// Highest level first, then in Vietnamese order of the short names.
    [[nodiscard]] std::vector<const SiteEntry*> sorted(const Levels& levels,
                                                       const Filter& filter) const;

private:
    std::vector<SiteEntry> sites_;
    std::map<std::string, std::size_t, std::less<>> byId_;
    std::map<std::string, std::size_t>
        words_;  ///< how many sites a kind and name, an id or alias has
    conference::SiteDirectory directory_;
};

/// How one registry differs from another.
struct RegistryChange {
    std::size_t added = 0;
    std::size_t changed = 0;
    std::size_t removed = 0;
    std::size_t same = 0;
};

[[nodiscard]] RegistryChange changeBetween(const Registry& before, const Registry& after);

/// The sites of a CSV text, and what to look at in it.
struct RegistryRead {
    std::vector<SiteEntry> sites;
    std::vector<std::string> warnings;
};

/// Reads a registry as a spreadsheet saves it: columns by the names of the header in any order.
/// A refusal names every problem at once, a line each: "file:line:1: column: what is wrong". A part
/// of a register may name parents that are not in it.
[[nodiscard]] Result<RegistryRead> readRegistry(std::string_view csv,
                                                const std::string& name,
                                                const Levels& levels,
                                                bool part = false);

/// As readRegistry reads it. With a byte order mark spreadsheets take the text for UTF-8.
[[nodiscard]] std::string writeRegistry(const std::vector<const SiteEntry*>& sites,
                                        char separator = ',',
                                        bool byteOrderMark = false);

/// Names of the columns, in the order they are written.
[[nodiscard]] std::vector<std::string> registryColumns();

}  // namespace mcu::session
