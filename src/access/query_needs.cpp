// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/needs.h"

namespace mcu::access {

namespace {

/// Without a default: the compiler asks for each.
Right rightOf(Query query) {
    switch (query) {
        case Query::status:
        case Query::sites:
        case Query::layouts:
        case Query::events:
        case Query::requests:
        case Query::cascade:
        case Query::overview:
        case Query::quality:
            return Right::view;
        case Query::document:
        case Query::incidents:
        case Query::lastProbe:
            return Right::documents;
        case Query::ports:
        case Query::rights:
            break;
    }
    return Right::security;
}

}  // namespace

Need needOf(Query query) {
    // A room's officer has a part of these alone, which the answer is cut down to.
    const bool part = query == Query::status || query == Query::sites;
    return {rightOf(query), {}, !part};
}

Need needOfProbe(const std::string& target) {
    return {Right::checks, {target}, false};
}

}  // namespace mcu::access
