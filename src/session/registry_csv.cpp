// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "base/csv.h"
#include "base/fold.h"
#include "session/registry.h"
#include "session/site_words.h"
#include "yaml/problems.h"

namespace mcu::session {

namespace {

constexpr std::size_t kLongestField = 300;
constexpr std::size_t kProblemsShown = 500;
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  ///< U+FFFD: what was no UTF-8

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> values;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('|', at), text.size());
        if (auto value = toNfc(text.substr(at, end - at)); !value.empty()) {
            values.push_back(std::move(value));
        }
        at = end + 1;
    }
    return values;
}

/// A field of a site by the name of its column. `set` says what is wrong with a value, or nothing.
struct Column {
    const char* name;
    std::string (*set)(SiteEntry&, const std::string&);
    std::string (*get)(const SiteEntry&);
};

template <std::string SiteEntry::* Member>
constexpr Column text(const char* name) {
    return {name,
            [](SiteEntry& site, const std::string& value) -> std::string {
                site.*Member = value;
                return {};
            },
            [](const SiteEntry& site) { return site.*Member; }};
}

template <std::string Contact::* Member>
constexpr Column ofContact(const char* name) {
    return {name,
            [](SiteEntry& site, const std::string& value) -> std::string {
                site.contact.*Member = value;
                return {};
            },
            [](const SiteEntry& site) { return site.contact.*Member; }};
}

template <std::vector<std::string> SiteEntry::* Member>
constexpr Column list(const char* name) {
    return {name,
            [](SiteEntry& site, const std::string& value) -> std::string {
                site.*Member = split(value);
                return (site.*Member).size() > 20 ? "more than 20 values" : "";
            },
            [](const SiteEntry& site) { return joined(site.*Member); }};
}

std::string wrongWord(const std::string& value, const std::vector<std::string>& words) {
    return "expected " + alternatives(words) + ", found \"" + value + "\"";
}

template <std::string SiteEntry::* Member, const std::vector<std::string>& (*Words)()>
constexpr Column word(const char* name) {
    return {name,
            [](SiteEntry& site, const std::string& value) -> std::string {
                if (!value.empty() && !isOneOf(value, Words())) {
                    return wrongWord(value, Words());
                }
                site.*Member = value == "none" ? "" : value;
                return {};
            },
            [](const SiteEntry& site) { return site.*Member; }};
}

std::string setRate(SiteEntry& site, const std::string& value) {
    if (value.empty()) {
        return {};
    }
    std::uint32_t rate = 0;
    const auto parsed = std::from_chars(value.data(), value.data() + value.size(), rate);
    if (parsed.ec != std::errc{} || parsed.ptr != value.data() + value.size() || rate < 64 ||
        rate > 50000) {
        return "expected a whole number from 64 to 50000, found \"" + value + "\"";
    }
    site.rateKbps = rate;
    return {};
}

std::string setId(SiteEntry& site, const std::string& value) {
    site.id = value;
    return isId(value) ? "" : kExpectedId;
}

std::string setCredential(SiteEntry& site, const std::string& value) {
    if (!value.empty() && !isCredentialReference(value)) {
        return kExpectedReference;  // the value is not repeated: it may be a secret
    }
    site.credential = value;
    return {};
}

constexpr std::array kColumns = {
    Column{"id", setId, [](const SiteEntry& s) { return s.id; }},
    text<&SiteEntry::name>("name"),
    text<&SiteEntry::shortName>("short_name"),
    text<&SiteEntry::level>("level"),
    text<&SiteEntry::kind>("kind"),
    text<&SiteEntry::unit>("unit"),
    text<&SiteEntry::parent>("parent"),
    text<&SiteEntry::owner>("owner"),
    text<&SiteEntry::mcu>("mcu"),
    word<&SiteEntry::protocol, protocolWords>("protocol"),
    text<&SiteEntry::address>("address"),
    text<&SiteEntry::backupAddress>("backup_address"),
    word<&SiteEntry::line, lineWords>("line"),
    Column{"rate_kbps", setRate, [](const SiteEntry& s) { return std::to_string(s.rateKbps); }},
    text<&SiteEntry::device>("device"),
    list<&SiteEntry::presets>("presets"),
    word<&SiteEntry::relay, relayWords>("relay"),
    Column{"credential", setCredential, [](const SiteEntry& s) { return s.credential; }},
    ofContact<&Contact::name>("contact"),
    ofContact<&Contact::phone>("phone"),
    ofContact<&Contact::email>("email"),
    ofContact<&Contact::onCall>("on_call"),
    list<&SiteEntry::aliases>("alias"),
    list<&SiteEntry::groups>("group"),
    text<&SiteEntry::note>("note"),
};

/// Reads rows into sites; everything wrong goes to the problems.
class RegistryReader {
public:
    RegistryReader(std::string_view csv, const std::string& name, const Levels& levels, bool part)
        : csv_(csv), name_(name), levels_(levels), part_(part), problems_(name, kProblemsShown) {}

    Result<RegistryRead> read() {
        const auto header = csv_.next();
        if (!header) {
            problem(1, "", "the list is empty; its first line names the columns");
        } else if (readHeader(*header)) {
            while (const auto row = csv_.next()) {
                if (sites_.size() == kMostSites) {
                    problem(csv_.line(), "", "more than " + std::to_string(kMostSites) + " sites");
                    break;
                }
                readRow(*row);
            }
            checkWhole();
        }
        if (csv_.openQuote() != 0) {
            problem(csv_.openQuote(), "", "the quote that opens here is never closed");
        }
        if (problems_.any()) {
            return Error(ErrorCode::invalidArgument,
                         problems_.text(),
                         "mend the list and import it again; nothing was imported",
                         "registry.wrong");
        }
        return RegistryRead{std::move(sites_), problems_.warnings()};
    }

private:
    void problem(int line, const std::string& column, const std::string& what) {
        problems_.addAt(name_, line, column, what);
    }

    bool readHeader(const CsvRow& header) {
        std::set<std::string> seen;
        for (const auto& cell : header) {
            const std::string name = toNfc(cell);
            const auto* found = std::find_if(
                kColumns.begin(), kColumns.end(), [&](const Column& c) { return c.name == name; });
            columns_.push_back(found == kColumns.end() ? nullptr : &*found);
            if (found == kColumns.end()) {
                const std::string meant = yaml::nearest(name, registryColumns());
                problem(1,
                        name,
                        meant.empty() ? "unknown column"
                                      : "unknown column; did you mean \"" + meant + "\"?");
            } else if (!seen.insert(name).second) {
                problem(1, name, "given twice");
            }
        }
        for (const char* needed : {"id", "name", "level"}) {
            if (!seen.contains(needed)) {
                problem(1, "", "the column \"" + std::string(needed) + "\" is missing");
            }
        }
        return seen.contains("id");
    }

    void readRow(const CsvRow& row) {
        SiteEntry site;
        site.line = "private";
        site.protocol = "sip";
        if (row.size() > columns_.size()) {
            problem(csv_.line(), "", "more fields than the header names");
        }
        for (std::size_t i = 0; i < std::min(row.size(), columns_.size()); ++i) {
            if (columns_[i] != nullptr) {
                setField(site, *columns_[i], row[i]);
            }
        }
        if (site.id.empty() && row.size() < columns_.size()) {
            problem(csv_.line(), "id", kExpectedId);
        }
        if (site.name.empty()) {
            problem(csv_.line(), "name", "a site needs a name");
        }
        if (levels_.rankOf(site.level) < 0) {
            problem(csv_.line(),
                    "level",
                    "expected " + levels_.listed() + ", found \"" + site.level + "\"");
        }
        lines_.push_back(csv_.line());
        sites_.push_back(std::move(site));
    }

    void setField(SiteEntry& site, const Column& column, const std::string& raw) {
        if (raw.size() > kLongestField) {
            problem(csv_.line(),
                    column.name,
                    "longer than " + std::to_string(kLongestField) + " bytes");
            return;
        }
        // What csvLine put before a value that a spreadsheet would take for a formula.
        const bool guarded = raw.size() > 1 && raw[0] == '\'' &&
                             std::string_view("=+@").find(raw[1]) != std::string_view::npos;
        const std::string value = toNfc(guarded ? raw.substr(1) : raw);
        if (value.find(kReplacement) != std::string::npos) {
            problem(csv_.line(), column.name, "is not UTF-8; save the list as \"CSV UTF-8\"");
            return;
        }
        if (std::any_of(value.begin(), value.end(), [](unsigned char c) {
                return c < 0x20 || c == 0x7F;
            })) {
            problem(csv_.line(), column.name, "holds a control character");
            return;
        }
        if (const auto wrong = column.set(site, value); !wrong.empty()) {
            problem(csv_.line(), column.name, wrong);
        }
    }

    void checkWhole() {
        std::map<std::string, std::size_t> ids;
        for (std::size_t i = 0; i < sites_.size(); ++i) {
            const auto [first, fresh] = ids.emplace(sites_[i].id, i);
            if (!fresh && !sites_[i].id.empty()) {
                problem(lines_[i],
                        "id",
                        "\"" + sites_[i].id + "\" is taken by the site of line " +
                            std::to_string(lines_[first->second]));
            }
        }
        checkAliases(ids);
        checkNames();
        for (std::size_t i = 0; i < sites_.size(); ++i) {
            checkParent(i, ids);
        }
    }

    void checkAliases(const std::map<std::string, std::size_t>& ids) {
        std::map<std::string, std::size_t> owners;
        for (const auto& [id, index] : ids) {
            owners.emplace(exactKey(id), index);
        }
        for (std::size_t i = 0; i < sites_.size(); ++i) {
            for (const auto& alias : sites_[i].aliases) {
                const auto [owner, fresh] = owners.emplace(exactKey(alias), i);
                if (!fresh && owner->second != i) {
                    problem(lines_[i],
                            "alias",
                            "\"" + alias + "\" already names the site of line " +
                                std::to_string(lines_[owner->second]));
                }
            }
        }
    }

    /// The same full name twice leaves the technician no name to tell the sites apart.
    void checkNames() {
        std::map<std::string, std::size_t> exact;
        std::map<std::string, std::size_t> folded;
        for (std::size_t i = 0; i < sites_.size(); ++i) {
            if (sites_[i].name.empty()) {
                continue;
            }
            if (const auto [other, fresh] = exact.emplace(exactKey(sites_[i].name), i); !fresh) {
                problem(lines_[i],
                        "name",
                        "\"" + sites_[i].name + "\" is also the name of line " +
                            std::to_string(lines_[other->second]));
            } else if (const auto [like, alone] = folded.emplace(fold(sites_[i].name), i); !alone) {
                problems_.warnAt(name_,
                                 lines_[i],
                                 "name",
                                 "\"" + sites_[i].name + "\" differs from line " +
                                     std::to_string(lines_[like->second]) +
                                     " by accents only: say the full name");
            }
        }
    }

    void checkParent(std::size_t index, const std::map<std::string, std::size_t>& ids) {
        const auto& site = sites_[index];
        if (site.parent.empty()) {
            return;
        }
        const auto parent = ids.find(site.parent);
        if (parent == ids.end() && part_) {
            return;
        }
        if (parent == ids.end()) {
            problem(
                lines_[index], "parent", "no site of the list has the id \"" + site.parent + "\"");
            return;
        }
        const int above = levels_.rankOf(sites_[parent->second].level);
        const int own = levels_.rankOf(site.level);
        if (above >= 0 && own >= 0 && above >= own) {
            problem(lines_[index],
                    "parent",
                    "\"" + site.parent + "\" is not of a higher level than \"" + site.level + "\"");
        }
    }

    CsvReader csv_;
    const std::string& name_;
    const Levels& levels_;
    const bool part_;
    yaml::Problems problems_;
    std::vector<const Column*> columns_;
    std::vector<SiteEntry> sites_;
    std::vector<int> lines_;
};

}  // namespace

std::vector<std::string> registryColumns() {
    std::vector<std::string> names;
    for (const auto& column : kColumns) {
        names.emplace_back(column.name);
    }
    return names;
}

Result<RegistryRead> readRegistry(std::string_view csv,
                                  const std::string& name,
                                  const Levels& levels,
                                  bool part) {
    if (csv.size() > kMostCsvBytes) {
        return Error(ErrorCode::invalidArgument,
                     name + " is larger than 4 MiB",
                     "a registry has at most 5000 sites",
                     "registry.too-large");
    }
    return RegistryReader(csv, name, levels, part).read();
}

std::string writeRegistry(const std::vector<const SiteEntry*>& sites,
                          char separator,
                          bool byteOrderMark) {
    std::string csv(byteOrderMark ? kByteOrderMark : std::string_view());
    csv += csvLine(registryColumns(), separator);
    for (const auto* site : sites) {
        CsvRow row;
        for (const auto& column : kColumns) {
            row.push_back(column.get(*site));
        }
        csv += csvLine(row, separator);
    }
    return csv;
}

}  // namespace mcu::session
