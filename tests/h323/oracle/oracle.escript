#!/usr/bin/env escript
%% SPDX-License-Identifier: GPL-3.0-or-later
%% An independent judge of our PER: Erlang's asn1ct. README.md beside this file says how to run it.
%%   oracle.escript compile DIR    compiles the three ASN.1 modules found in DIR
%%   oracle.escript judge DIR      reads lines "type hex" and writes "type hex-as-encoded-here text"

main(["compile", Dir]) ->
    ok = file:set_cwd(Dir),
    [ok = asn1ct:compile(Module, [per, maps, {outdir, "."}, noobj]) ||
        Module <- ["MULTIMEDIA-SYSTEM-CONTROL", "H235-SECURITY-MESSAGES", "H323-MESSAGES"]],
    [{ok, _} = compile:file(Module, []) ||
        Module <- ["MULTIMEDIA-SYSTEM-CONTROL", "H235-SECURITY-MESSAGES", "H323-MESSAGES"]];
main(["judge", Dir]) ->
    true = code:add_path(Dir),
    ok = io:setopts([{encoding, latin1}]),
    judge().

judge() ->
    case io:get_line("") of
        eof -> ok;
        Line ->
            [Type, Hex] = string:tokens(string:trim(Line), " "),
            {Module, Name} = module(Type),
            Octets = binary:decode_hex(list_to_binary(Hex)),
            case Module:decode(Name, Octets) of
                {ok, Value} ->
                    {ok, Again} = Module:encode(Name, Value),
                    io:put_chars([Type, " ", string:lowercase(binary:encode_hex(Again)), " ", text(Value), "\n"]);
                {error, Why} ->
                    io:put_chars([Type, " refused ", lists:flatten(io_lib:format("~0p", [Why])), "\n"])
            end,
            judge()
    end.

module("h245." ++ Name) -> {'MULTIMEDIA-SYSTEM-CONTROL', list_to_atom(Name)};
module("h235." ++ Name) -> {'H235-SECURITY-MESSAGES', list_to_atom(Name)};
module("h225." ++ Name) -> {'H323-MESSAGES', list_to_atom(Name)}.

text('NULL') -> "n";
text(true) -> "t";
text(false) -> "f";
text(V) when is_atom(V) -> atom_to_list(V);
text(V) when is_integer(V) -> integer_to_list(V);
text(V) when is_bitstring(V) ->
    Bits = bit_size(V),
    Pad = (8 - Bits rem 8) rem 8,
    ["x", string:lowercase(binary:encode_hex(<<V/bitstring, 0:Pad>>)), "/", integer_to_list(Bits)];
text(V) when is_list(V) -> ["[", lists:join(",", [text(E) || E <- V]), "]"];
text({Alternative, V}) when is_atom(Alternative) -> [atom_to_list(Alternative), ":", text(V)];
text(V) when is_tuple(V) -> ["o", lists:join(".", [integer_to_list(E) || E <- tuple_to_list(V)])];
text(V) when is_map(V) ->
    Sorted = lists:sort([{atom_to_list(K), E} || {K, E} <- maps:to_list(V)]),
    ["{", lists:join(",", [[K, "=", text(E)] || {K, E} <- Sorted]), "}"].
