// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "conference/site_record.h"

namespace mcu::conference {

/// All sites the server knows, and how they are found by what people type (requirement C.3): id,
/// alias and exact name act; a folded name acts when one site alone has it; anything else is
/// refused with the candidates. A distance between words is used to advise, never to act. Owned by
/// the domain. Thread: control.
class SiteDirectory {
public:
    /// Adds or replaces. Unlisted ones (guests of open conferences, sites added by address) do not
    /// appear in listed(). Refused when an id, alias or user name belongs to another site.
    Status put(SiteRecord record, bool listed = true);
    bool erase(const SiteId& id);

    [[nodiscard]] const SiteRecord* find(const SiteId& id) const;
    /// By the name it registers or calls with.
    [[nodiscard]] const SiteRecord* findByUser(const std::string& user) const;
    [[nodiscard]] bool isListed(const SiteId& id) const;
    [[nodiscard]] Result<SiteId> resolve(const std::string& word) const;
    /// In Vietnamese order of the names.
    [[nodiscard]] std::vector<SiteRecord> listed() const;

private:
    struct Entry {
        SiteRecord record;
        bool listed = true;
    };

    using Index = std::unordered_multimap<std::string, SiteId>;

    void index(const SiteRecord& record);
    void forget(const SiteRecord& record);
    [[nodiscard]] Status checkFree(const SiteRecord& record) const;
    [[nodiscard]] Error notFound(const std::string& word) const;
    [[nodiscard]] Error ambiguous(const std::string& word, const std::vector<SiteId>& fits) const;

    std::map<SiteId, Entry> sites_;
    Index aliases_;  ///< exact key of id and aliases
    Index names_;    ///< exact key of name and short name
    Index folded_;   ///< folded id, aliases, name, short name
    Index users_;
};

/// "Chiềng Sơn (commune, x.03985)": how a site is echoed to the operator.
[[nodiscard]] std::string describe(const SiteRecord& record);
/// What is written into its pane.
[[nodiscard]] const std::string& captionOf(const SiteRecord& record);

}  // namespace mcu::conference
