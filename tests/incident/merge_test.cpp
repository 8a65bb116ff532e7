// SPDX-License-Identifier: GPL-3.0-or-later
// Copies of an incident at several MCUs become one whatever the order, and however often they are
// told.
#include <algorithm>

#include <gtest/gtest.h>

#include "incident/incident.h"

namespace mcu::incident {
namespace {

const McuId kVnpt{"mcu.vnpt"};
const McuId kTinh{"mcu.tinh"};

Incident incidentOf(std::uint64_t version) {
    Incident incident;
    incident.id = {kVnpt, 5};
    incident.version = version;
    incident.kind = "drop";
    if (version > 1) {
        incident.closed = WallTime(std::chrono::seconds(10));
        incident.healed = "connected again";
    }
    return incident;
}

Entry entryOf(const McuId& from, std::uint64_t number) {
    return {from, number, WallTime(std::chrono::seconds(number)), "note", "lan", "", "x"};
}

TEST(IncidentMerge, TheNewerVersionCountsAndEntriesAreUnited) {
    auto mine = incidentOf(2);
    mine.entries = {entryOf(kTinh, 1)};
    auto theirs = incidentOf(1);
    theirs.entries = {entryOf(kVnpt, 1), entryOf(kVnpt, 2)};
    EXPECT_TRUE(merge(mine, theirs));
    EXPECT_FALSE(mine.open()) << "an older version takes nothing back";
    EXPECT_EQ(mine.entries.size(), 3U);
    EXPECT_FALSE(merge(mine, theirs)) << "told twice is told once";
    EXPECT_FALSE(merge(mine, mine));
}

TEST(IncidentMerge, AnyOrderGivesTheSame) {
    std::vector<Incident> copies = {incidentOf(1), incidentOf(2), incidentOf(1)};
    copies[0].entries = {entryOf(kVnpt, 3)};
    copies[1].entries = {entryOf(kTinh, 1), entryOf(kVnpt, 3)};
    copies[2].entries = {entryOf(kTinh, 2)};
    std::vector<int> order = {0, 1, 2};
    std::optional<Incident> first;
    do {
        auto merged = copies[static_cast<std::size_t>(order[0])];
        (void)merge(merged, copies[static_cast<std::size_t>(order[1])]);
        (void)merge(merged, copies[static_cast<std::size_t>(order[2])]);
        first = first.value_or(merged);
        EXPECT_EQ(merged, *first);
    } while (std::next_permutation(order.begin(), order.end()));
    EXPECT_EQ(first->entries.size(), 3U);
    EXPECT_EQ(first->version, 2U);
}

TEST(IncidentName, IsReadAsItIsWritten) {
    EXPECT_EQ(textOf({kVnpt, 5}, kVnpt), "I-5");
    EXPECT_EQ(textOf({kVnpt, 5}, kTinh), "mcu.vnpt/I-5");
    for (const char* word : {"5", "I-5", "i-5", "mcu.vnpt/5", "mcu.vnpt/I-5"}) {
        EXPECT_EQ(idOf(word, kVnpt), (IncidentId{kVnpt, 5})) << word;
    }
    for (const char* word :
         {"", "0", "I-", "I-5x", "/5", "mcu.vnpt/", "-5", "99999999999999999999"}) {
        EXPECT_EQ(idOf(word, kVnpt), std::nullopt) << word;
    }
}

}  // namespace
}  // namespace mcu::incident
