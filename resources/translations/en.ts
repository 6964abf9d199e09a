<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Batch</name>
    <message numerus="yes">
        <source>%n takes exported</source>
        <translation>
            <numerusform>%n take exported</numerusform>
            <numerusform>%n takes exported</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Takes %1</source>
        <translation>
            <numerusform>Take %1</numerusform>
            <numerusform>Takes %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BatchExportDialog</name>
    <message numerus="yes">
        <source>Export %n takes</source>
        <translation>
            <numerusform>Export %n take</numerusform>
            <numerusform>Export %n takes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BlindTest</name>
    <message numerus="yes">
        <source>No difference in %n rounds.</source>
        <translation>
            <numerusform>No difference in %n round.</numerusform>
            <numerusform>No difference in %n rounds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>Export %n files</source>
        <translation>
            <numerusform>Export %n file</numerusform>
            <numerusform>Export %n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Whole script (%n lines)</source>
        <translation>
            <numerusform>&amp;Whole script (%n line)</numerusform>
            <numerusform>&amp;Whole script (%n lines)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Selection (%n lines)</source>
        <translation>
            <numerusform>&amp;Selection (%n line)</numerusform>
            <numerusform>&amp;Selection (%n lines)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportReport</name>
    <message numerus="yes">
        <source>%n files saved in %1.</source>
        <translation>
            <numerusform>%n file saved in %1.</numerusform>
            <numerusform>%n files saved in %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files were not saved.</source>
        <translation>
            <numerusform>%n file was not saved.</numerusform>
            <numerusform>%n files were not saved.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files that were there stay as they were.</source>
        <translation>
            <numerusform>%n file that was there stays as it was.</numerusform>
            <numerusform>%n files that were there stay as they were.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n samples exceeded full scale and were clipped. Export as 32-bit float to avoid clipping.</source>
        <translation>
            <numerusform>%n sample exceeded full scale and was clipped. Export as 32-bit float to avoid clipping.</numerusform>
            <numerusform>%n samples exceeded full scale and were clipped. Export as 32-bit float to avoid clipping.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FitTimesDialog</name>
    <message numerus="yes">
        <source>%n lines are too long for their times now.</source>
        <translation>
            <numerusform>%n line is too long for its time now.</numerusform>
            <numerusform>%n lines are too long for their times now.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ForeignTextQuestion</name>
    <message numerus="yes">
        <source>This voice speaks %1. It can only spell %n characters of this text; they are left out for now.</source>
        <translation>
            <numerusform>This voice speaks %1. It can only spell %n character of this text; it is left out for now.</numerusform>
            <numerusform>This voice speaks %1. It can only spell %n characters of this text; they are left out for now.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LineTakes</name>
    <message numerus="yes">
        <source>%n takes</source>
        <translation>
            <numerusform>%n take</numerusform>
            <numerusform>%n takes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SkippedText</name>
    <message numerus="yes">
        <source>%n parts of the text were skipped.</source>
        <translation>
            <numerusform>%n part of the text was skipped.</numerusform>
            <numerusform>%n parts of the text were skipped.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TakeGenerator</name>
    <message numerus="yes">
        <source>This would make %n takes, but the list holds only %1</source>
        <translation>
            <numerusform>This would make %n take, but the list holds only %1</numerusform>
            <numerusform>This would make %n takes, but the list holds only %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sample %n takes</source>
        <translation>
            <numerusform>Sample %n take</numerusform>
            <numerusform>Sample %n takes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TakeListController</name>
    <message numerus="yes">
        <source>Remove %n takes</source>
        <translation>
            <numerusform>Remove %n take</numerusform>
            <numerusform>Remove %n takes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TakeModel</name>
    <message numerus="yes">
        <source>%n sounds with a pinned length</source>
        <translation>
            <numerusform>%n sound with a pinned length</numerusform>
            <numerusform>%n sounds with a pinned length</numerusform>
        </translation>
    </message>
</context>
</TS>
